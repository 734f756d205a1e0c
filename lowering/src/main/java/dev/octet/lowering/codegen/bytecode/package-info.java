/**
 * Prints loop nests as JVM bytecode. In: the form of a nest. Out: an object of a hidden class that
 * runs it, with the Vector API in the nest's vector loops, or wholly scalar with equal results. A
 * plan says in which loop everything is computed; the printers of loops, reductions, expressions
 * and indices fill one method after the other.
 */
@NullMarked
package dev.octet.lowering.codegen.bytecode;

import org.jspecify.annotations.NullMarked;
