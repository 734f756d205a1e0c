package dev.octet.quantizer.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.octet.op.NearestNames;
import dev.octet.quantizer.annotate.Quantizer;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The quantizers that can be had by name. Immutable and thread-safe. */
public final class QuantizerProviders {
  private final ImmutableSortedMap<String, QuantizerProvider> byName;

  private QuantizerProviders(ImmutableSortedMap<String, QuantizerProvider> byName) {
    this.byName = byName;
  }

  /**
   * Those that the module path and the class path announce.
   *
   * @throws ProviderException if one cannot be loaded, or two have the same name
   */
  public static QuantizerProviders installed() {
    return of(load(ServiceLoader.load(QuantizerProvider.class)));
  }

  /**
   * Those that a class loader and its parents announce.
   *
   * @throws ProviderException if one cannot be loaded, or two have the same name
   */
  public static QuantizerProviders of(ClassLoader loader) {
    return of(load(ServiceLoader.load(QuantizerProvider.class, loader)));
  }

  /**
   * These providers.
   *
   * @throws ProviderException if two have the same name, or one has no presets or gives null
   */
  public static QuantizerProviders of(Iterable<? extends QuantizerProvider> providers) {
    Map<String, QuantizerProvider> byName = new TreeMap<>();
    for (QuantizerProvider provider : providers) {
      requireGiven(provider, "name", provider.name());
      requireGiven(provider, "presets", provider.presets());
      if (provider.presets().isEmpty()) {
        throw new ProviderException(
            "quantizer '"
                + provider.name()
                + "' of "
                + provider.getClass().getName()
                + " has no presets; a provider names at least one");
      }
      QuantizerProvider other = byName.putIfAbsent(provider.name(), provider);
      if (other != null) {
        throw new ProviderException(
            "two quantizers have the name '"
                + provider.name()
                + "': "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName()
                + "; take one of them off the path");
      }
    }
    return new QuantizerProviders(ImmutableSortedMap.copyOf(byName));
  }

  /** Plugins are compiled without the checks of this build, and may give null. */
  private static <T> T requireGiven(QuantizerProvider provider, String what, @Nullable T given) {
    if (given == null) {
      throw new ProviderException(
          "the provider " + provider.getClass().getName() + " gave null from " + what);
    }
    return given;
  }

  private static List<QuantizerProvider> load(ServiceLoader<QuantizerProvider> loader) {
    try {
      return ImmutableList.copyOf(loader);
    } catch (ServiceConfigurationError e) {
      throw new ProviderException(
          "a quantizer on the path cannot be loaded: "
              + e.getMessage()
              + "; mend its jar or take it off the path",
          e);
    }
  }

  /** All of them, by name. */
  public ImmutableList<QuantizerProvider> all() {
    return ImmutableList.copyOf(byName.values());
  }

  /**
   * The provider with this name.
   *
   * @throws ProviderException naming those that there are, and the nearest
   */
  public QuantizerProvider named(String name) {
    QuantizerProvider provider = byName.get(name);
    if (provider != null) {
      return provider;
    }
    if (byName.isEmpty()) {
      throw new ProviderException(
          "there is no quantizer '"
              + name
              + "', and none at all; put a jar with one on the path, such as octet-cpu-quantizer");
    }
    throw new ProviderException(
        unknown("quantizer '" + name + "'", name, byName.keySet().asList()));
  }

  /**
   * The quantizer with this name and preset.
   *
   * @throws ProviderException if there is no such quantizer or preset, naming those that there are,
   *     or the provider gives null
   */
  public Quantizer create(String name, String preset) {
    QuantizerProvider provider = named(name);
    List<String> known = provider.presets().stream().map(QuantizerPreset::name).toList();
    if (!known.contains(preset)) {
      throw new ProviderException(
          unknown("preset '" + preset + "' of quantizer '" + name + "'", preset, known));
    }
    return requireGiven(provider, "create", provider.create(preset));
  }

  private static String unknown(String what, String name, List<String> known) {
    return "there is no "
        + what
        + "; did you mean '"
        + NearestNames.nearest(name, known, 1).getFirst()
        + "'? Known: "
        + String.join(", ", known);
  }
}
