/**
 * Runs batches through a prepared program so that its observers see real values. In: a {@link
 * dev.octet.quantizer.prepare.PreparedProgram} and batches. Out: nothing but what the observers
 * have learnt, the same whatever the number of threads.
 */
@NullMarked
package dev.octet.quantizer.calibrate;

import org.jspecify.annotations.NullMarked;
