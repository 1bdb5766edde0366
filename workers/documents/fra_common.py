"""What documents of France share."""

FRANCE = "FRA"
REPUBLIC = "RÉPUBLIQUE FRANÇAISE"
SEXES = ("F", "M", "X")

PERMIT_NUMBER = r"[A-Z0-9]{9}"
"""The number of a residence permit's blank, at its top and in its MRZ."""

FOREIGNER_NUMBER = r"\d{10}"
"""The number under which the holder of a residence permit is known to the administration."""

SPOUSE = ("ÉPOUSE", "ÉPOUX", "VEUVE", "VEUF", "DIVORCÉE", "DIVORCÉ")
"""What stands before a spouse's name."""
