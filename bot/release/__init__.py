"""What leaves the house: stored artefacts of rounded counts, and the files made of them."""
