package dev.octet.nn.trace;

/**
 * Where a module stands in the tree.
 *
 * @param path dotted path from the root, which has the empty one
 * @param type Python class name that origins give for it
 */
public record ModuleName(String path, String type) {
  /** True for a layer of PyTorch itself: calls inside it have the layer's class as their source. */
  boolean isLayer() {
    return type.startsWith("torch.nn.modules.") && !type.startsWith("torch.nn.modules.container.");
  }
}
