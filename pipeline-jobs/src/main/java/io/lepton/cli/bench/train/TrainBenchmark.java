package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.quality.AdultQuality;
import io.lepton.cli.bench.quality.EnsembleQuality;
import io.lepton.cli.bench.quality.MitigationFigures;
import io.lepton.cli.bench.quality.PublishedReweighing;
import io.lepton.cli.bench.quality.RepairFigures;
import io.lepton.error.LeptonException;
import io.lepton.training.device.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Training: beside the libraries that ours is built on, over a hundredfold of rows, and on real data.
 *
 * @param device that ours trains on; on a GPU only boosting is measured
 * @param parts to measure
 */
public record TrainBenchmark(TrainSetup setup, Device device, Set<TrainPart> parts) {
    /** Of equalized odds on the rows that are trained on. */
    private static final double VIOLATION = 0.005;

    /**
     * Measures all parts, one after the other.
     *
     * @throws LeptonException (configuration) for a GPU where there is none, or for other parts than boosting on one
     */
    public void run(Findings findings) {
        if (device == Device.CUDA) {
            onGpu(findings);
        } else {
            onCpu(findings);
        }
    }

    private void onGpu(Findings findings) {
        parts.stream().filter(part -> part != TrainPart.BOOSTING).findFirst().ifPresent(part -> {
            throw LeptonException.configuration("Cannot measure " + part.word()
                    + " with --device cuda: only boosting is measured on GPUs. Leave one of the two out.");
        });
        new GpuComparison(setup).measure(findings);
    }

    private void onCpu(Findings findings) {
        for (TrainPart part : new TreeSet<>(parts)) {
            switch (part) {
                case BOOSTING -> new BoostingComparison(setup).measure(findings);
                case STAGE -> new StageComparison(setup).measure(findings);
                case NETWORK -> new NetworkComparison(setup).measure(findings);
                case SHARES -> new NetworkShares(setup).measure(findings);
                case CHECKPOINTS -> new CheckpointOverhead(setup).measure(findings);
                case GROWTH -> new Growth(setup).measure(findings);
                case ADULT -> withData(part, findings, data -> adult(data.resolve("adult"), findings));
                case QUALITY -> withData(
                        part, findings, data -> new EnsembleQuality(setup.spark(), data).measure(findings));
                case MITIGATION -> withData(part, findings, data -> mitigation(data, findings));
            }
        }
    }

    private void adult(Path folder, Findings findings) {
        if (Files.exists(folder)) {
            new AdultQuality(setup.spark(), folder).measure().forEach(findings::measured);
        } else {
            findings.note("Not measured: adult. There is no " + folder + ".");
        }
    }

    private void mitigation(Path data, Findings findings) {
        if (Files.exists(data.resolve("adult"))) {
            new PublishedReweighing(setup.spark(), data.resolve("adult")).measure(findings);
            RepairFigures.ofAdult(setup.spark(), data).measure(findings);
            new MitigationFigures(setup.spark(), data.resolve("adult"), VIOLATION).measure(findings);
        } else {
            findings.note("Not measured: mitigation. There is no " + data.resolve("adult") + ".");
        }
    }

    private void withData(TrainPart part, Findings findings, Consumer<Path> measuring) {
        setup.data()
                .ifPresentOrElse(
                        measuring,
                        () -> findings.note(
                                "Not measured: " + part.word() + ". Name the folder of its data with --data."));
    }
}
