package dev.octet.quantizer.rule;

import com.google.common.base.Preconditions;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.op.OpName;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which nodes a rule is about. */
public sealed interface Selector {
  /** True if the rule is about this node. */
  boolean selects(Node node);

  /** What is not selected by another rule, as far as it is in the quantizer's default recipe. */
  record Global() implements Selector {
    @Override
    public boolean selects(Node node) {
      return true;
    }
  }

  /**
   * The operator that a PyTorch function calls, {@code torch.matmul}; see {@link OperatorTypes}.
   */
  record FunctionType(String function) implements Selector {
    public FunctionType {
      OperatorTypes.ofFunction(function);
    }

    public OpName operator() {
      return OperatorTypes.ofFunction(function);
    }

    @Override
    public boolean selects(Node node) {
      return node.op().name().equals(operator());
    }
  }

  /**
   * The operator that a PyTorch module calls, {@code torch.nn.Linear}; see {@link OperatorTypes}.
   */
  record ModuleType(String type) implements Selector {
    public ModuleType {
      OperatorTypes.ofModule(type);
    }

    public OpName operator() {
      return OperatorTypes.ofModule(type);
    }

    @Override
    public boolean selects(Node node) {
      return node.op().name().equals(operator());
    }
  }

  /** Everything that was called from the module with this path, {@code layer1.0}. */
  record ModuleName(String path) implements Selector {
    @Override
    public boolean selects(Node node) {
      for (Origin.ModuleFrame frame : node.origin().modules()) {
        if (plain(frame.path()).equals(path)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Nodes whose innermost module path, or whose own name after a {@code %}, matches a pattern of
   * {@code *} (within one part of the path), {@code **} (any parts), {@code ?} and {@code {a,b}}:
   * {@code layer*.0.conv1}, {@code features.**}, {@code %conv2d_3}.
   */
  record Glob(String pattern) implements Selector {
    public Glob {
      matcher(pattern);
    }

    @Override
    public boolean selects(Node node) {
      return pattern.startsWith("%")
          ? matches(matcher(pattern.substring(1)), node.name())
          : matches(matcher(pattern), Selector.modulePath(node));
    }

    private static boolean matches(PathMatcher matcher, String text) {
      return matcher.matches(Path.of(text.replace('.', '/')));
    }

    private static PathMatcher matcher(String pattern) {
      try {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace('.', '/'));
      } catch (PatternSyntaxException e) {
        throw unreadable("glob", pattern, e);
      }
    }
  }

  /** Nodes whose innermost module path matches a regular expression as a whole. */
  record Regex(String pattern) implements Selector {
    public Regex {
      compile(pattern);
    }

    @Override
    public boolean selects(Node node) {
      return compile(pattern).matcher(Selector.modulePath(node)).matches();
    }

    private static Pattern compile(String pattern) {
      try {
        return Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw unreadable("regex", pattern, e);
      }
    }
  }

  /** An operator overload, {@code aten.matmul.default}. */
  record Operator(OpName name) implements Selector {
    @Override
    public boolean selects(Node node) {
      return node.op().name().equals(name);
    }
  }

  /**
   * Nodes in modules so deep in others; 0 is what the root module does itself, 1 what its parts do.
   *
   * @param max at least {@code min}; both count
   */
  record Depth(int min, int max) implements Selector {
    public Depth {
      if (min < 0 || max < min) {
        throw new RuleException(
            "depth "
                + min
                + (max == Integer.MAX_VALUE ? " and more" : " to " + max)
                + " cannot be; expected 0 <= min <= max");
      }
    }

    @Override
    public boolean selects(Node node) {
      String path = Selector.modulePath(node);
      int depth = path.isEmpty() ? 0 : (int) path.chars().filter(c -> c == '.').count() + 1;
      return depth >= min && depth <= max;
    }
  }

  /** In one line: the message of the exception draws the place in lines of its own. */
  private static RuleException unreadable(String what, String pattern, PatternSyntaxException e) {
    return new RuleException(
        what
            + " '"
            + pattern
            + "' cannot be read: "
            + e.getDescription()
            + (e.getIndex() < 0 ? "" : ", at character " + (e.getIndex() + 1)));
  }

  /** True of selectors that name an operator, and so take the pattern around it along. */
  default boolean isByOperator() {
    return this instanceof FunctionType || this instanceof ModuleType || this instanceof Operator;
  }

  private static String modulePath(Node node) {
    return plain(node.origin().modulePath());
  }

  /** A path as the user knows it: without what export adds for the root and for repeated calls. */
  static String plain(String path) {
    Preconditions.checkNotNull(path);
    String text = path;
    if (text.startsWith("L['self'].")) {
      text = text.substring("L['self'].".length());
    }
    int repeated = text.indexOf('@');
    return repeated < 0 ? text : text.substring(0, repeated);
  }
}
