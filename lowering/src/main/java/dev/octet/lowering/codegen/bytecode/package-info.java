/**
 * Prints loop nests as JVM bytecode. In: a shaped {@code Nest}. Out: an object of a hidden class
 * that runs it, with the Vector API in the nest's vector loops, or wholly scalar with equal
 * results.
 */
@NullMarked
package dev.octet.lowering.codegen.bytecode;

import org.jspecify.annotations.NullMarked;
