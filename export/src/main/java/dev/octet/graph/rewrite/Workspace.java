package dev.octet.graph.rewrite;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.GraphView;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph in the course of being rewritten: a linked list of nodes with the producer and the
 * readers of every value, so that one replacement costs what it touches. It becomes a graph again
 * once, at the end.
 */
final class Workspace implements GraphView {
  /** A place in the list. The node in it changes when its operands are replaced. */
  static final class Cell {
    private Node node;
    private @Nullable Cell previous;
    private @Nullable Cell next;
    private boolean removed;

    private Cell(Node node) {
      this.node = node;
    }

    Node node() {
      return node;
    }

    boolean isRemoved() {
      return removed;
    }
  }

  private final NameSupply names = new NameSupply();
  private final ImmutableList<Value> inputs;
  private final List<GraphOutput> outputs;
  private final Map<Value, Set<Integer>> outputPlaces = new HashMap<>();
  private final Map<Value, Cell> producers = new HashMap<>();
  private final Map<Value, Set<Cell>> readers = new HashMap<>();
  private @Nullable Cell first;
  private @Nullable Cell last;
  private int size;

  Workspace(Graph graph) {
    this.inputs = graph.inputs();
    this.outputs = new ArrayList<>(graph.outputs());
    inputs.forEach(names::take);
    for (Node node : graph.nodes()) {
      names.take(node.name());
      node.results().forEach(names::take);
      link(new Cell(node), last);
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) instanceof GraphOutput.Of(Value value)) {
        outputPlaces.computeIfAbsent(value, _ -> new LinkedHashSet<>()).add(i);
      }
    }
  }

  Graph toGraph() {
    return new Graph(inputs, cells().stream().map(Cell::node).toList(), outputs);
  }

  /** All places in order. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>(size);
    for (Cell cell = first; cell != null; cell = cell.next) {
      cells.add(cell);
    }
    return cells;
  }

  NameSupply names() {
    return names;
  }

  int size() {
    return size;
  }

  @Override
  public Optional<Node> producer(Value value) {
    return Optional.ofNullable(producers.get(value)).map(Cell::node);
  }

  Optional<Cell> producerCell(Value value) {
    return Optional.ofNullable(producers.get(value));
  }

  Collection<Cell> readers(Value value) {
    return readers.getOrDefault(value, Set.of());
  }

  @Override
  public ImmutableList<Use> uses(Value value) {
    ImmutableList.Builder<Use> uses = ImmutableList.builder();
    for (Cell reader : readers(value)) {
      for (int i = 0; i < reader.node.operands().size(); i++) {
        if (reader.node.operand(i).equals(value)) {
          uses.add(new Use(reader.node, i));
        }
      }
    }
    return uses.build();
  }

  @Override
  public boolean isOutput(Value value) {
    return outputPlaces.containsKey(value);
  }

  @Override
  public boolean hasSingleUse(Value value) {
    return readers(value).size() == 1 && !isOutput(value) && uses(value).size() == 1;
  }

  boolean isUnused(Value value) {
    return readers(value).isEmpty() && !isOutput(value);
  }

  /** Adds a node before a place. */
  Cell insertBefore(Cell place, Node node) {
    Cell cell = new Cell(node);
    link(cell, place.previous);
    return cell;
  }

  void remove(Cell cell) {
    if (cell.previous == null) {
      first = cell.next;
    } else {
      cell.previous.next = cell.next;
    }
    if (cell.next == null) {
      last = cell.previous;
    } else {
      cell.next.previous = cell.previous;
    }
    unregister(cell);
    cell.removed = true;
    size--;
  }

  /** Lets every reader of a value, and the outputs, read another one. */
  void replaceUses(Value from, Value to) {
    if (from.equals(to)) {
      return;
    }
    ValueMapping mapping = new ValueMapping().put(from, to);
    for (Cell reader : List.copyOf(readers(from))) {
      unregisterReads(reader);
      reader.node = mapping.of(reader.node);
      registerReads(reader);
    }
    Set<Integer> places = outputPlaces.remove(from);
    if (places != null) {
      places.forEach(i -> outputs.set(i, new GraphOutput.Of(to)));
      outputPlaces.computeIfAbsent(to, _ -> new LinkedHashSet<>()).addAll(places);
    }
  }

  private void link(Cell cell, @Nullable Cell previous) {
    Cell next = previous == null ? first : previous.next;
    cell.previous = previous;
    cell.next = next;
    if (previous == null) {
      first = cell;
    } else {
      previous.next = cell;
    }
    if (next == null) {
      last = cell;
    } else {
      next.previous = cell;
    }
    cell.node.results().forEach(result -> producers.put(result, cell));
    registerReads(cell);
    size++;
  }

  private void unregister(Cell cell) {
    cell.node.results().forEach(result -> producers.remove(result, cell));
    unregisterReads(cell);
  }

  private void registerReads(Cell cell) {
    for (Value operand : cell.node.operands()) {
      readers.computeIfAbsent(operand, _ -> new LinkedHashSet<>()).add(cell);
    }
  }

  private void unregisterReads(Cell cell) {
    for (Value operand : cell.node.operands()) {
      Set<Cell> cells = readers.get(operand);
      if (cells != null && cells.remove(cell) && cells.isEmpty()) {
        readers.remove(operand);
      }
    }
  }
}
