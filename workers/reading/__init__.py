"""Reading: from lines of text, an MRZ and barcodes to identified sides and typed fields."""
