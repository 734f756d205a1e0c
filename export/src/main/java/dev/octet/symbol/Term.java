package dev.octet.symbol;

/** A product with an integer coefficient, which is not 0. */
record Term(long coefficient, Monomial monomial) {}
