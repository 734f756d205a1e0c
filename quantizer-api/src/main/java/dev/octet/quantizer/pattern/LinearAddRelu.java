package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import java.util.List;

/** Linear, addition, ReLU. The other summand stays in floating point, which is more accurate. */
public record LinearAddRelu() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (ImmutableList<Partition> chain :
        pass.partitions().chains(Kind.LINEAR_MODULE, Kind.ADD, Kind.RELU)) {
      LayerPattern.outputs(chain).ifPresent(nodes -> annotate(nodes, pass));
    }
  }

  private void annotate(List<Node> nodes, AnnotationPass pass) {
    Node linear = nodes.get(0);
    Node add = nodes.get(1);
    Node relu = nodes.get(2);
    if (LayerPattern.otherOperand(linear, add, AtenOps.LINEAR, name(), pass).isEmpty()
        || !pass.isSelected(relu, add, linear)
        || pass.leavesInFloat(name(), relu, add, linear)) {
      return;
    }
    pass.annotateLayer(linear);
    pass.marks().take(add);
    pass.endPattern(relu);
    pass.decidePattern(name(), linear, add, relu);
  }
}
