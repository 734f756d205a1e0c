package dev.octet.symbol;

/** What the products of a polynomial are made of: a symbol, or a function that is no polynomial. */
sealed interface Atom extends SymInt permits Symbol, Call {}
