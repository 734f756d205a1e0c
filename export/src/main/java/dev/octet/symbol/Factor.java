package dev.octet.symbol;

/** An atom to a power of at least 1. */
record Factor(Atom base, int exponent) {}
