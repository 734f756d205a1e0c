/**
 * Observers: what watches tensors during calibration and turns what it saw into scales and zero
 * points. A spec goes in ({@link dev.octet.quantizer.observe.Observer#of}), tensors go through
 * ({@link dev.octet.quantizer.observe.RunningObserver}), {@link dev.octet.quantizer.spec.QParams}
 * come out. Observers and their states are immutable values; only {@code RunningObserver} changes.
 * The numbers are PyTorch's, bit by bit, on the float32 arithmetic of an x86-64 processor.
 */
@NullMarked
package dev.octet.quantizer.observe;

import org.jspecify.annotations.NullMarked;
