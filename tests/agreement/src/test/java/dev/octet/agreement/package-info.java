/**
 * Tests that two ways to compute the same thing give the same numbers: recorded results of PyTorch
 * against the evaluators, and the evaluators against each other.
 */
@NullMarked
package dev.octet.agreement;

import org.jspecify.annotations.NullMarked;
