package dev.octet.cli;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.DeviceInfo;
import dev.octet.lowering.Devices;
import dev.octet.tensor.InputException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code octet devices}: the OpenCL devices of this machine. */
@Command(
    name = "devices",
    description = "Lists the OpenCL devices of this machine and what they can do.",
    footerHeading = "%nExamples:%n",
    footer = {"  octet devices", "  octet devices --json | jq '.[].name'"})
final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON array with an object for each instead.")
  private boolean json;

  @Override
  public Integer call() {
    ImmutableList<DeviceInfo> devices = Devices.list();
    Devices.unavailable()
        .ifPresent(reason -> {
          throw new InputException(reason);
        });
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DevicesTable.json(devices));
    } else {
      DevicesTable.print(devices, out);
    }
    return ExitCodes.OK;
  }
}
