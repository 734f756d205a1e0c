/**
 * Benchmarks of compiled networks beside ONNX Runtime, in one process and of one quantized program.
 * In: the name of a network of the zoo. Out: milliseconds, or images a second.
 */
@NullMarked
package dev.octet.benchmarks.inference;

import org.jspecify.annotations.NullMarked;
