package dev.octet.cli;

import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.provider.QuantizerProviders;
import dev.octet.tensor.InputException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Quantizers in jars that the user names; they stay loaded until the process ends. */
final class PluginJars {
  /** The name of the class loader of plugins, by which stack traces tell their classes. */
  private static final String LOADER = "plugin";

  private PluginJars() {}

  /** True if a plugin's class had a part in a failure. */
  static boolean isIn(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .anyMatch(frame -> LOADER.equals(frame.getClassLoaderName()));
  }

  /** The installed quantizers and those of the jars. */
  static QuantizerProviders providers(List<Path> jars) {
    ClassLoader own = PluginJars.class.getClassLoader();
    QuantizerProviders installed = QuantizerProviders.of(own);
    if (jars.isEmpty()) {
      return installed;
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = url(jars.get(i));
    }
    QuantizerProviders all = QuantizerProviders.of(new URLClassLoader(LOADER, urls, own));
    if (all.all().size() == installed.all().size()) {
      throw new InputException(
          "--plugin: "
              + String.join(", ", jars.stream().map(Path::toString).toList())
              + " announces no quantizer; a plugin names its provider in META-INF/services/"
              + QuantizerProvider.class.getName());
    }
    return all;
  }

  private static URL url(Path jar) {
    if (!Files.isReadable(jar)) {
      throw new InputException("--plugin: '" + jar + "' is not there or cannot be read");
    }
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new InputException("--plugin: '" + jar + "' is no path of a jar", e);
    }
  }
}
