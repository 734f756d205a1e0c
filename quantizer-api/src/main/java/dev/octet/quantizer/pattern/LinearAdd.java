package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import java.util.List;

/** Linear and addition. The other summand stays in floating point, which is more accurate. */
public record LinearAdd() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (ImmutableList<Partition> chain : pass.partitions().chains(Kind.LINEAR_MODULE, Kind.ADD)) {
      LayerPattern.outputs(chain).ifPresent(nodes -> annotate(nodes, pass));
    }
  }

  private void annotate(List<Node> nodes, AnnotationPass pass) {
    Node linear = nodes.get(0);
    Node add = nodes.get(1);
    if (LayerPattern.otherOperand(linear, add, AtenOps.LINEAR, name(), pass).isEmpty()
        || !pass.isSelected(add, linear)
        || pass.leavesInFloat(name(), add, linear)) {
      return;
    }
    pass.annotateLayer(linear);
    pass.endPattern(add);
    pass.decidePattern(name(), linear, add);
  }
}
