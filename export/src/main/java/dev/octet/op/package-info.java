/**
 * What an operator is: its name, its schema, its attributes, and the types of the values it takes
 * and gives. A call site is bound to the schema once, with all defaults filled in; from then on
 * operands are values and everything else is an {@link dev.octet.op.Argument}. Graphs are built of
 * these; nothing here knows of graphs or computes anything.
 */
@NullMarked
package dev.octet.op;

import org.jspecify.annotations.NullMarked;
