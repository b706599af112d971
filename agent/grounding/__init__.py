"""The checks of step 7: whether a statement says what its quotations say."""
