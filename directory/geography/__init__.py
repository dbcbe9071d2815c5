"""Where places in the UK are: grids, postcodes, settlements, and how a new edition of them is loaded."""
