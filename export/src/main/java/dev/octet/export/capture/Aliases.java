package dev.octet.export.capture;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.program.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows, while a graph is rebuilt, which values share memory and what each reads now. A write into
 * one changes its bases at once and the other views when they are read next.
 */
final class Aliases {
  /** Memory that a value brought into being, and how often it has been written into. */
  private static final class Memory {
    int version;

    /** Memory that this may be the same as. */
    final @Nullable Memory doubtful;

    final int doubtfulVersion;

    /** What wrote into memory that may be this one. */
    @Nullable Node poison;

    Memory(@Nullable Memory doubtful) {
      this.doubtful = doubtful;
      this.doubtfulVersion = doubtful == null ? 0 : doubtful.version;
    }
  }

  private static final class Entry {
    final Memory memory;
    final @Nullable View view;
    Value current;
    int version;

    Entry(Memory memory, @Nullable View view, Value current) {
      this.memory = memory;
      this.view = view;
      this.current = current;
      this.version = memory.version;
    }
  }

  private final Map<Value, Entry> entries = new HashMap<>();
  private final GraphBuilder builder;
  private final WriteBack writeBack;

  Aliases(GraphBuilder builder) {
    this.builder = builder;
    this.writeBack = new WriteBack(builder);
  }

  private Entry entry(Value value) {
    return entries.computeIfAbsent(value, v -> new Entry(new Memory(null), null, v));
  }

  /** Takes note of what a node has just defined. */
  void define(Node original, int result) {
    Optional<View> view = Views.of(original, result);
    if (view.isEmpty()) {
      return;
    }
    Value value = original.results().get(result);
    Memory base = entry(view.get().base()).memory;
    boolean certain = view.get().kind() != View.Kind.UNCERTAIN;
    entries.put(
        value,
        certain ? new Entry(base, view.get(), value) : new Entry(new Memory(base), null, value));
  }

  /** The value to read where the original graph reads {@code value}. */
  Value read(Value value, Node reader) {
    Entry entry = entries.get(value);
    return entry == null ? value : read(entry, reader);
  }

  private Value read(Entry entry, Node reader) {
    Memory memory = entry.memory;
    if (memory.poison != null
        || (memory.doubtful != null && memory.doubtful.version != memory.doubtfulVersion)) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s reads %s, which may or may not share memory with a tensor that was written"
                  + " into%s; export with run_decompositions()",
              reader,
              entry.current,
              memory.poison == null ? "" : " by " + memory.poison));
    }
    if (entry.version != memory.version && entry.view != null) {
      if (entry.view.kind() == View.Kind.SAME) {
        entry.current = read(entry(entry.view.base()), reader);
        entry.version = memory.version;
      } else {
        renew(entry.view, reader);
      }
    }
    return entry.current;
  }

  /** Makes all results of a view's node again from what its operands read now. */
  private void renew(View view, Node reader) {
    List<Value> operands = new ArrayList<>();
    for (Value operand : view.node().operands()) {
      operands.add(read(operand, reader));
    }
    builder.at(view.node().origin());
    Node copy =
        builder.node(
            view.node().op(), operands, view.node().results().stream().map(Value::type).toList());
    for (int i = 0; i < copy.results().size(); i++) {
      Entry entry = entries.get(view.node().results().get(i));
      if (entry != null && entry.view != null && entry.view.node().equals(view.node())) {
        entry.current = copy.results().get(i);
        entry.version = entry.memory.version;
      }
    }
  }

  /**
   * A node has written into a value.
   *
   * @param target what it wrote into, as the original graph names it
   * @param result the node's result in the original graph, which is the same memory
   * @param written what the target reads from now on
   */
  void write(Value target, Value result, Value written, Node writer) {
    Entry entry = entry(target);
    for (Entry e = entry; e.view != null; e = entry(e.view.base())) {
      read(entry(e.view.base()), writer);
    }
    Memory memory = entry.memory;
    memory.version++;
    if (memory.doubtful != null) {
      memory.doubtful.poison = writer;
    }
    entry.current = written;
    entry.version = memory.version;
    builder.at(writer.origin());
    for (Entry e = entry; e.view != null; ) {
      Entry base = entry(e.view.base());
      base.current = writeBack.apply(e.view, base.current, e.current, writer);
      base.version = memory.version;
      e = base;
    }
    entries.put(
        result,
        new Entry(memory, new View(sameAs(writer, target, result), 0, View.Kind.SAME), written));
  }

  /** Stands for the fact that the result of an in-place operator is its operand. */
  private static Node sameAs(Node writer, Value target, Value result) {
    return new Node(
        writer.name(), FunctionalTwins.alias(), List.of(target), List.of(result), writer.origin());
  }

  /**
   * What an input holds at the end, if it was written into; {@code end} names the end of the graph
   * in messages.
   */
  Optional<Value> finalValue(Value input, Node end) {
    Entry entry = entries.get(input);
    if (entry == null || (entry.memory.version == 0 && entry.memory.poison == null)) {
      return Optional.empty();
    }
    return Optional.of(read(entry, end));
  }
}
