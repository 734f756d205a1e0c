package dev.octet.lowering.kernel;

/** A kernel bound to the memory of one frame. Runs on one thread at a time. */
@FunctionalInterface
public interface Invocation {
  void run();
}
