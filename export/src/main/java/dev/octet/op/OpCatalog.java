package dev.octet.op;

import com.google.common.collect.ImmutableMap;
import dev.octet.tensor.InternalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every operator overload that Octet knows, by name: the tables {@code *.schemas} beside this
 * class. Lines are parsed when they are first asked for: a program uses a few dozen of some 800.
 * Thread-safe.
 */
public final class OpCatalog {
  private static final List<String> TABLES =
      List.of("aten.schemas", "quantized_decomposed.schemas", "symbolic.schemas", "octet.schemas");

  private static final class Holder {
    static final OpCatalog STANDARD = load();
  }

  private final ImmutableMap<OpName, String> lines;
  private final Map<OpName, OpSchema> parsed = new ConcurrentHashMap<>();

  private OpCatalog(ImmutableMap<OpName, String> lines) {
    this.lines = lines;
  }

  public static OpCatalog standard() {
    return Holder.STANDARD;
  }

  public Optional<OpSchema> find(OpName name) {
    String line = lines.get(name);
    return line == null
        ? Optional.empty()
        : Optional.of(parsed.computeIfAbsent(name, _ -> SchemaParser.parse(line)));
  }

  /**
   * The schema of a known operator.
   *
   * @throws UnknownOperatorException naming the nearest known operators
   */
  public OpSchema get(OpName name) {
    return find(name).orElseThrow(() -> new UnknownOperatorException(name, nearest(name, 3), ""));
  }

  /** Every schema, in the order of the tables. */
  public Iterable<OpSchema> all() {
    return lines.keySet().stream().map(this::get).toList();
  }

  /** The known names that a misspelt one resembles most, best first. */
  public List<OpName> nearest(OpName name, int count) {
    return NearestNames.of(name.toString(), lines.keySet(), count);
  }

  private static OpCatalog load() {
    ImmutableMap.Builder<OpName, String> lines = ImmutableMap.builder();
    for (String table : TABLES) {
      try (InputStream stream = OpCatalog.class.getResourceAsStream(table)) {
        if (stream == null) {
          throw new InternalException(
              "operator table '" + table + "' is missing from the export jar");
        }
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (!line.isBlank() && !line.startsWith("#")) {
            lines.put(OpName.parse(line.substring(0, line.indexOf('('))), line);
          }
        }
      } catch (IOException e) {
        throw new InternalException("operator table '" + table + "' cannot be read", e);
      }
    }
    return new OpCatalog(lines.buildOrThrow());
  }
}
