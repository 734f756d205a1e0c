package dev.octet.graph.text;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses the table of origins that follows a graph. */
final class OriginParser {
  private final Cursor cursor;
  private final ArgumentParser arguments;
  private final Map<Integer, Origin.ModuleFrame> modules = new HashMap<>();
  private final Map<Integer, Origin> origins = new HashMap<>();

  OriginParser(Cursor cursor, ArgumentParser arguments) {
    this.cursor = cursor;
    this.arguments = arguments;
  }

  /** The origins by number, from the opening to the closing brace. */
  Map<Integer, Origin> parse() {
    cursor.expect('{');
    while (!cursor.accept('}')) {
      if (cursor.acceptWord("module")) {
        int number = cursor.index("the number of a module");
        cursor.expect('=');
        List<String> parts = arguments.quotedParts(3);
        modules.put(number, new Origin.ModuleFrame(parts.get(0), parts.get(1), parts.get(2)));
      } else if (cursor.accept('!')) {
        int number = cursor.index("the number of an origin");
        cursor.expect('=');
        origins.put(number, origin());
      } else {
        throw cursor.unexpected("'module', '!' or '}'");
      }
    }
    return origins;
  }

  private Origin origin() {
    ImmutableList.Builder<Origin.ModuleFrame> frames = ImmutableList.builder();
    ImmutableList.Builder<Origin.SourceFunction> sources = ImmutableList.builder();
    Optional<Origin.TorchFunction> function = Optional.empty();
    Optional<String> stack = Optional.empty();
    Optional<String> custom = Optional.empty();
    if (cursor.acceptWord("modules")) {
      list(() -> frames.add(module()));
    }
    if (cursor.acceptWord("sources")) {
      list(() -> {
        List<String> parts = arguments.quotedParts(2);
        sources.add(new Origin.SourceFunction(parts.get(0), parts.get(1)));
      });
    }
    if (cursor.acceptWord("function")) {
      List<String> parts = new ArrayList<>(arguments.quotedParts(2));
      function = Optional.of(new Origin.TorchFunction(parts.get(0), parts.get(1)));
    }
    if (cursor.acceptWord("stack")) {
      stack = Optional.of(cursor.quoted());
    }
    if (cursor.acceptWord("custom")) {
      custom = Optional.of(cursor.quoted());
    }
    return new Origin(frames.build(), sources.build(), function, stack, custom);
  }

  private Origin.ModuleFrame module() {
    cursor.peek();
    int start = cursor.position();
    int number = cursor.index("the number of a module");
    Origin.ModuleFrame module = modules.get(number);
    if (module == null) {
      throw cursor.error(start, "module " + number + " is not in the table above", null);
    }
    return module;
  }

  private void list(Runnable element) {
    cursor.expect('[');
    do {
      element.run();
    } while (cursor.accept(','));
    cursor.expect(']');
  }
}
