package dev.octet.lowering.opencl.template;

import com.google.common.primitives.ImmutableLongArray;

/** One way to compute a product: how its weights lie, its text, and its work items. */
interface Form {
  /** For ledgers. */
  String implementation();

  /** Adds the weights, and numbers that this form alone takes. */
  void parameters(Signature signature, Constants constants);

  /** The text of a program with the kernel {@code product}. */
  String source(Signature signature, Result result);

  ImmutableLongArray global();

  /** Items of a work-group; they divide the global ones. */
  ImmutableLongArray local();
}
