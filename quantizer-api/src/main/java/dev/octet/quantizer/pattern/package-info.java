/**
 * Recipes: annotators, one for each pattern that a backend computes in integers, and the order in
 * which they are tried. In: a program and the rules of the user. Out: its annotations, with a
 * decision for every node. The annotators know nothing of backends; a backend is the list of those
 * it wants.
 */
@NullMarked
package dev.octet.quantizer.pattern;

import org.jspecify.annotations.NullMarked;
