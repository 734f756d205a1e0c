package dev.octet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.lowering.DeviceInfo;
import dev.octet.tensor.InternalException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Devices as a table for people, and as JSON. */
final class DevicesTable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DevicesTable() {}

  /** Each device in two tables: what it is, and what it can do. */
  static void print(List<DeviceInfo> devices, PrintWriter out) {
    List<List<String>> kinds = new ArrayList<>();
    kinds.add(List.of("INDEX", "TYPE", "NAME", "PLATFORM", "OPENCL", "DRIVER"));
    List<List<String>> abilities = new ArrayList<>();
    abilities.add(List.of("INDEX", "UNITS", "MEMORY", "LARGEST BUFFER", "LOCAL", "CAN DO"));
    for (DeviceInfo device : devices) {
      String index = Integer.toString(device.index());
      kinds.add(
          List.of(
              index,
              device.type(),
              device.name(),
              device.platform(),
              version(device),
              device.driver()));
      abilities.add(
          List.of(
              index,
              Integer.toString(device.computeUnits()),
              ProgramTables.size(device.memory()) + (device.sharesHostMemory() ? " shared" : ""),
              ProgramTables.size(device.largestAllocation()),
              ProgramTables.size(device.localMemory()),
              abilities(device)));
    }
    TextTable.print(kinds, out);
    out.println();
    TextTable.print(abilities, out);
  }

  /** {@code 3.0} of {@code OpenCL 3.0 and what the driver adds}. */
  private static String version(DeviceInfo device) {
    String[] words = device.version().split(" ", 3);
    return words.length > 1 ? words[1] : device.version();
  }

  private static String abilities(DeviceInfo device) {
    StringJoiner abilities = new StringJoiner(", ");
    if (device.subGroups()) {
      String sizes =
          device.subGroupSizes().stream().map(String::valueOf).collect(Collectors.joining("/"));
      abilities.add(sizes.isEmpty() ? "sub-groups" : "sub-groups of " + sizes);
    }
    if (device.integerDotProduct()) {
      abilities.add("cl_khr_integer_dot_product");
    }
    if (device.halves()) {
      abilities.add("fp16");
    }
    if (device.bfloat16Conversions()) {
      abilities.add("bf16 conversions");
    }
    if (device.doubles()) {
      abilities.add("doubles");
    }
    return abilities.length() == 0 ? "nothing beyond OpenCL C" : abilities.toString();
  }

  static String json(List<DeviceInfo> devices) {
    ArrayNode root = MAPPER.createArrayNode();
    for (DeviceInfo device : devices) {
      ObjectNode object = root.addObject();
      object.put("index", device.index());
      object.put("platform", device.platform());
      object.put("name", device.name());
      object.put("vendor", device.vendor());
      object.put("type", device.type());
      object.put("opencl", device.version());
      object.put("driver", device.driver());
      object.put("compute_units", device.computeUnits());
      object.put("memory_bytes", device.memory());
      object.put("largest_allocation_bytes", device.largestAllocation());
      object.put("local_memory_bytes", device.localMemory());
      object.put("shares_host_memory", device.sharesHostMemory());
      object.put("sub_groups", device.subGroups());
      ArrayNode sizes = object.putArray("sub_group_sizes");
      device.subGroupSizes().forEach(sizes::add);
      object.put("integer_dot_product", device.integerDotProduct());
      object.put("fp16", device.halves());
      object.put("bf16_conversions", device.bfloat16Conversions());
      object.put("doubles", device.doubles());
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new InternalException("devices cannot be written as JSON", e);
    }
  }
}
