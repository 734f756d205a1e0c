/**
 * Which type each operator computes in. In: a frozen graph in f32. Out: the same with bfloat16
 * where a target asks for it.
 */
@NullMarked
package dev.octet.lowering.type;

import org.jspecify.annotations.NullMarked;
