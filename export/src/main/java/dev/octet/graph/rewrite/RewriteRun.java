package dev.octet.graph.rewrite;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of a rewriter over one graph. */
final class RewriteRun {
  private final Graph graph;
  private final Workspace workspace;
  private final ImmutableList<RewriteRule> rules;
  private final long limit;

  /** How many nodes downstream of a change the root of a match that reads it can be. */
  private final int reach;

  private final Deque<Workspace.Cell> queue = new ArrayDeque<>();
  private final Set<Workspace.Cell> queued = new HashSet<>();
  private final Map<RewriteRule, Integer> fired = new LinkedHashMap<>();
  private final Map<RewriteRule, Long> nanoseconds = new LinkedHashMap<>();
  private long applications;

  RewriteRun(Graph graph, ImmutableList<RewriteRule> rules, long limit) {
    this.graph = graph;
    this.workspace = new Workspace(graph);
    this.rules = rules;
    this.limit = limit;
    this.reach = rules.stream().mapToInt(rule -> rule.pattern().depth()).max().orElse(0);
  }

  Graph run(PassTrace trace) {
    workspace.cells().forEach(this::enqueue);
    while (!queue.isEmpty()) {
      Workspace.Cell cell = queue.removeFirst();
      queued.remove(cell);
      for (RewriteRule rule : rules) {
        if (!cell.isRemoved() && attempt(rule, cell)) {
          fired.merge(rule, 1, Integer::sum);
          checkLimit(rule, cell);
          break;
        }
      }
    }
    for (RewriteRule rule : rules) {
      trace.add(
          new PassTrace.Entry(
              rule.name(),
              fired.getOrDefault(rule, 0),
              graph.nodes().size(),
              workspace.size(),
              Duration.ofNanos(nanoseconds.getOrDefault(rule, 0L))));
    }
    return applications == 0 ? graph : workspace.toGraph();
  }

  private void checkLimit(RewriteRule rule, Workspace.Cell cell) {
    applications++;
    if (applications > limit) {
      throw new RewriteException(
          String.format(
              Locale.ROOT,
              "rules still apply after %d applications to a graph of %d nodes, last %s at %s;"
                  + " applied so far: %s. A rule must not apply to what it has made, nor may two"
                  + " undo each other",
              limit,
              graph.nodes().size(),
              rule.name(),
              cell.node(),
              counts()));
    }
  }

  private String counts() {
    return fired.entrySet().stream()
        .map(e -> e.getKey().name() + " " + e.getValue())
        .toList()
        .toString();
  }

  private boolean attempt(RewriteRule rule, Workspace.Cell cell) {
    long start = System.nanoTime();
    try {
      Optional<Match> match = rule.pattern().match(workspace, cell.node());
      return match.isPresent() && apply(rule, cell, match.get());
    } finally {
      nanoseconds.merge(rule, System.nanoTime() - start, Long::sum);
    }
  }

  private boolean apply(RewriteRule rule, Workspace.Cell root, Match match) {
    List<Optional<Replacement>> answer = new ArrayList<>();
    ImmutableList<Node> added =
        Graph.fragment(workspace.names(), builder -> answer.add(ask(rule, match, builder)));
    if (answer.getFirst().isEmpty()) {
      added.forEach(this::releaseNames);
      return false;
    }
    List<Value> values = check(rule, root.node(), answer.getFirst().get(), added);
    replace(root, values, added);
    return true;
  }

  private static Optional<Replacement> ask(RewriteRule rule, Match match, GraphBuilder builder) {
    builder.at(Origin.merge(match.nodes().reversed().stream().map(Node::origin).toList()));
    return rule.apply(match, builder);
  }

  private void releaseNames(Node node) {
    workspace.names().release(node.name());
    node.results().forEach(result -> workspace.names().release(result.name()));
  }

  private List<Value> check(
      RewriteRule rule, Node root, Replacement replacement, List<Node> added) {
    List<Value> values = replacement.values();
    if (values.size() != root.results().size()) {
      throw new RewriteException(
          String.format(
              Locale.ROOT,
              "rule %s replaces %s, which has %d results, by %d values",
              rule.name(),
              root,
              root.results().size(),
              values.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      ValueType old = root.results().get(i).type();
      ValueType now = values.get(i).type();
      boolean same =
          (old instanceof TensorType left && now instanceof TensorType right)
              ? left.sameAs(right)
              : old.equals(now);
      if (!same) {
        throw new RewriteException(
            String.format(
                Locale.ROOT,
                "rule %s replaces %s of %s by %s: found %s, expected %s",
                rule.name(),
                root.results().get(i),
                root,
                values.get(i),
                now,
                old));
      }
      if (root.results().contains(values.get(i))) {
        throw new RewriteException(
            String.format(
                Locale.ROOT,
                "rule %s replaces %s of %s by a result of the same node",
                rule.name(),
                values.get(i),
                root));
      }
    }
    for (Node node : added) {
      if (node.operands().stream().anyMatch(root.results()::contains)) {
        throw new RewriteException(
            String.format(
                Locale.ROOT,
                "rule %s makes %s, which reads a result of %s, the node that it replaces",
                rule.name(),
                node,
                root));
      }
    }
    return values;
  }

  private void replace(Workspace.Cell root, List<Value> values, List<Node> added) {
    Node old = root.node();
    ValueMapping renamed = new ValueMapping();
    for (int i = 0; i < values.size(); i++) {
      Value now = values.get(i);
      if (renamed.of(now).equals(now)) {
        renamed.put(now, inherited(old.results().get(i), now, added));
      }
    }
    List<Workspace.Cell> readers = new ArrayList<>();
    old.results().forEach(result -> readers.addAll(workspace.readers(result)));
    List<Workspace.Cell> cells = new ArrayList<>();
    for (Node node : added) {
      cells.add(workspace.insertBefore(root, rename(renamed.of(node), renamed)));
    }
    for (int i = 0; i < values.size(); i++) {
      workspace.replaceUses(old.results().get(i), renamed.of(values.get(i)));
    }
    cells.addAll(readers);
    removeDead(root, true);
    touch(cells);
  }

  /** A new value that takes the place of an output of the graph takes its name, too. */
  private Value inherited(Value old, Value now, List<Node> added) {
    boolean made = added.stream().anyMatch(node -> node.results().contains(now));
    return made && workspace.isOutput(old) ? new Value(old.name(), now.type()) : now;
  }

  private static Node rename(Node node, ValueMapping renamed) {
    List<Value> results = node.results().stream().map(renamed::of).toList();
    boolean sole = results.size() == 1 && !results.equals(node.results());
    return new Node(
        sole ? results.getFirst().name() : node.name(),
        node.op(),
        node.operands(),
        results,
        node.origin());
  }

  /** Removes a node, and what nobody reads any longer before it. */
  private void removeDead(Workspace.Cell start, boolean always) {
    Deque<Workspace.Cell> dead = new ArrayDeque<>();
    dead.add(start);
    while (!dead.isEmpty()) {
      Workspace.Cell cell = dead.removeFirst();
      boolean unread = cell.node().results().stream().allMatch(workspace::isUnused);
      boolean replaced = always && cell == start;
      if (cell.isRemoved() || !(replaced || (unread && !Effects.has(cell.node())))) {
        continue;
      }
      workspace.remove(cell);
      for (Value operand : Set.copyOf(cell.node().operands())) {
        if (workspace.isUnused(operand)) {
          workspace.producerCell(operand).ifPresent(dead::add);
        } else if (workspace.readers(operand).size() == 1) {
          touch(List.copyOf(workspace.readers(operand)));
        }
      }
    }
  }

  /** Tries again the nodes given, and those downstream whose matches can reach them. */
  private void touch(List<Workspace.Cell> cells) {
    List<Workspace.Cell> level = cells;
    Set<Workspace.Cell> seen = new HashSet<>(cells);
    for (int distance = 0; distance < reach && !level.isEmpty(); distance++) {
      List<Workspace.Cell> next = new ArrayList<>();
      for (Workspace.Cell cell : level) {
        if (!cell.isRemoved()) {
          enqueue(cell);
          for (Value result : cell.node().results()) {
            workspace.readers(result).stream().filter(seen::add).forEach(next::add);
          }
        }
      }
      level = next;
    }
  }

  private void enqueue(Workspace.Cell cell) {
    if (queued.add(cell)) {
      queue.addLast(cell);
    }
  }
}
