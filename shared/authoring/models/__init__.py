"""Language models behind one small port, with all that goes wrong between."""
