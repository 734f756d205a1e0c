/**
 * From a program to a graph that runs: sizes become numbers, parameters become constants, and what
 * depends on constants alone is computed once. In: a program, and the sizes of its inputs. Out: a
 * {@code FrozenGraph}.
 */
@NullMarked
package dev.octet.lowering.freeze;

import org.jspecify.annotations.NullMarked;
