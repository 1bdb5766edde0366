"""Who specimens are made out to, by country. All of them are invented, by seed."""
