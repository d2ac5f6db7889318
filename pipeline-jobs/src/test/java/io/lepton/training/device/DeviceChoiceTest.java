package io.lepton.training.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceChoiceTest {
    private static final Gpus NONE = Gpus.ofExecutors(new SparkConf(false));
    private static final Gpus TWO =
            Gpus.ofExecutors(new SparkConf(false).set("spark.executor.resource.gpu.amount", "2"));

    @Test
    void takesGpusThatExecutorsHaveWhereTheEngineCanUseThem() {
        DeviceChoice choice = new DeviceChoice(TWO, engine -> engine == Engine.XGBOOST);

        assertThat(choice.place(Engine.XGBOOST, Device.AUTO).device()).isEqualTo(Device.CUDA);
        assertThat(choice.place(Engine.XGBOOST, Device.CUDA).inWords())
                .isEqualTo("on the GPU: spark.executor.resource.gpu.amount is 2");
        assertThat(choice.place(Engine.DL4J, Device.AUTO))
                .isEqualTo(new Placement(Device.CPU, "this build of Lepton lacks DL4J's code for GPUs"));
        assertThat(choice.place(Engine.XGBOOST, Device.CPU))
                .isEqualTo(new Placement(Device.CPU, "the pipeline file says so"));
    }

    @Test
    void staysOnTheCpuWhereExecutorsHaveNoGpuAndSaysWhy() {
        DeviceChoice choice = new DeviceChoice(NONE, engine -> true);

        assertThat(choice.place(Engine.XGBOOST, Device.AUTO).inWords())
                .isEqualTo("on the CPU: spark.executor.resource.gpu.amount is not set");
    }

    @Test
    void refusesCudaWhereThereIsNone() {
        assertThatThrownBy(() -> new DeviceChoice(NONE, engine -> true).place(Engine.XGBOOST, Device.CUDA))
                .isInstanceOfSatisfying(LeptonException.class, refused -> assertThat(refused.exitCode())
                        .isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage(
                        "Cannot train with 'device: cuda' (train.device): spark.executor.resource.gpu.amount is not set. "
                                + "Give Spark's executors GPUs, as deploy/gpu/README.md says, or write 'device: auto' to train on the "
                                + "CPU where there is no GPU.");
        assertThatThrownBy(() -> new DeviceChoice(TWO, engine -> false).place(Engine.DL4J, Device.CUDA))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining(
                        "this build of Lepton lacks DL4J's code for GPUs. Build Lepton with 'mvn -Pgpu package'");
    }

    @Test
    void countsTheGpusOfAMachine(@TempDir Path devices) throws IOException {
        assertThat(Gpus.onMachine(devices).present()).isFalse();

        for (String name : new String[] {"nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null"}) {
            Files.createFile(devices.resolve(name));
        }

        assertThat(Gpus.onMachine(devices)).isEqualTo(new Gpus(2, devices + " lists NVIDIA GPUs: 2"));
    }

    @Test
    void givesATaskTheCoresThatItsGpuHasAShareOf() {
        SparkConf conf = new SparkConf(false).set("spark.executor.resource.gpu.amount", "2");

        assertThat(GpuSlots.coresOfTask(conf)).isEqualTo(1);
        assertThat(GpuSlots.coresOfTask(conf.set("spark.executor.cores", "9"))).isEqualTo(4);
        assertThat(GpuSlots.coresOfTask(conf.set("spark.executor.cores", "1"))).isEqualTo(1);
        assertThat(GpuSlots.coresOfTask(conf.set("spark.task.cpus", "3"))).isEqualTo(3);
    }

    @Test
    void namesADeviceAsXgboostDoesAndRefusesWhatIsNoNumber() {
        assertThat(DeviceAddress.parse("3").xgboost()).isEqualTo("cuda:3");
        assertThatThrownBy(() -> DeviceAddress.parse("MIG-7f0a"))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot train on GPU 'MIG-7f0a'")
                .hasMessageContaining("deploy/gpu/discover-gpus");
    }
}
