/**
 * What an element of the result of each operator is, in terms of elements of its operands; one
 * family of operators in a file. In: a body, and an index of loop variables into one of its values.
 * Out: an expression, and what would make its indices simpler.
 */
@NullMarked
package dev.octet.lowering.codegen.reader;

import org.jspecify.annotations.NullMarked;
