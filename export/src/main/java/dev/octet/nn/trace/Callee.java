package dev.octet.nn.trace;

/**
 * The Python function that PyTorch users call where a Java method is called here; origins name it.
 *
 * @param name what numbered names of this call are made from
 * @param target the function by its dotted name, or the bare name of a tensor method
 * @param kind what the function is to Python: {@code function}, {@code builtin_function_or_method},
 *     {@code method_descriptor}, …
 * @param dispatched the name under which the call reaches the tensor; differs from {@code name} for
 *     operators ({@code truediv} and {@code div})
 */
public record Callee(String name, String target, String kind, String dispatched) {
  private static final String BUILTIN = "builtin_function_or_method";
  private static final String METHOD = "method_descriptor";

  /** A function of {@code torch.nn.functional} that is written in Python. */
  public static Callee functional(String name) {
    return new Callee(name, "torch.nn.functional." + name, "function", name);
  }

  /** A function of {@code torch}. */
  public static Callee torch(String name) {
    return new Callee(name, "torch." + name, BUILTIN, name);
  }

  /** A function of {@code torch.nn.functional} that PyTorch takes from its native library. */
  public static Callee nativeFunctional(String name) {
    return new Callee(name, "torch._C._nn." + name, BUILTIN, name);
  }

  /** A method of a tensor. */
  public static Callee method(String name) {
    return new Callee(name, name, METHOD, name);
  }

  /** A Python operator that a tensor answers with the method of the same name. */
  public static Callee operator(String name) {
    return operator(name, name);
  }

  /** A Python operator that a tensor answers with another method. */
  public static Callee operator(String name, String dispatched) {
    return new Callee(name, "_operator." + name, METHOD, dispatched);
  }

  /** Indexing and slicing, {@code x[:, 1:3]}. */
  public static Callee indexing() {
    return new Callee("getitem", "_operator.getitem", "wrapper_descriptor", "__getitem__");
  }
}
