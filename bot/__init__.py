"""rightsbot: a city talks with residents about digital rights and never learns who said what."""
