package dev.octet.lowering.onednn;

import java.util.Locale;
import java.util.Optional;

/**
 * The platforms that the native library is published for, by the names of its artifacts.
 *
 * @param name the classifier, {@code linux-x86_64}
 * @param library the file of the library itself
 * @param companion the OpenMP run time that it loads from its own folder
 */
record NativePlatform(String name, String library, String companion) {
  /** The platform of this JVM; empty if nothing is published for it. */
  static Optional<NativePlatform> current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Optional<NativePlatform> of(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean x86 = processor.equals("amd64") || processor.equals("x86_64");
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    if (os.startsWith("linux") && (x86 || arm)) {
      String name = x86 ? "linux-x86_64" : "linux-arm64";
      return Optional.of(new NativePlatform(name, "libdnnl.so.3", "libgomp.so.1"));
    }
    if (os.startsWith("mac") && (x86 || arm)) {
      String name = x86 ? "macosx-x86_64" : "macosx-arm64";
      return Optional.of(new NativePlatform(name, "libdnnl.3.dylib", "libomp.dylib"));
    }
    if (os.startsWith("windows") && x86) {
      return Optional.of(new NativePlatform("windows-x86_64", "dnnl.dll", "libiomp5md.dll"));
    }
    return Optional.empty();
  }

  String resource(String file) {
    return "org/bytedeco/dnnl/" + name + "/" + file;
  }
}
