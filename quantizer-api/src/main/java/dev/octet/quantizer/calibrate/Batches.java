package dev.octet.quantizer.calibrate;

import dev.octet.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands out batches, numbered from 0, until they end or one has failed. Thread-safe. */
final class Batches {
  record Batch(long number, List<Tensor> inputs) {}

  private final Iterator<List<Tensor>> iterator;
  private long taken;
  private @Nullable Throwable failure;

  Batches(Iterator<List<Tensor>> iterator) {
    this.iterator = iterator;
  }

  synchronized @Nullable Batch next() {
    if (failure != null || !iterator.hasNext()) {
      return null;
    }
    List<Tensor> inputs = iterator.next();
    return new Batch(taken++, inputs);
  }

  /** Keeps the first failure; those that follow from it say less. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  synchronized void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  synchronized long taken() {
    return taken;
  }
}
