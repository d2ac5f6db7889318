package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.baseline.AveragingMaster;
import io.lepton.cli.bench.baseline.PlainNetwork;
import io.lepton.cli.bench.baseline.TorchNetwork;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.training.curves.CurvePoint;
import io.lepton.training.neural.NativeThreads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.nd4j.linalg.dataset.DataSet;

/** Our network beside the same one in plain DL4J, on one machine and on Spark. */
record NetworkComparison(TrainSetup setup) {
    private static final int EPOCHS = 4;
    private static final String ALL_EPOCHS = MeasuredNetwork.NAME + ", " + EPOCHS + " epochs";
    private static final String AN_EPOCH = MeasuredNetwork.NAME + ", an epoch";

    void measure(Findings findings) {
        Dataset<Row> training = setup.training();
        Dataset<Row> unseen = setup.unseen();
        List<CurvePoint> curve = new ArrayList<>();
        Timed<PipelineModel> ours = Timed.of(() -> MeasuredNetwork.of(EPOCHS)
                .setHeldOutEvery(0)
                .reporting(curve::add)
                .fit(training));
        double epoch = Timed.median(curve.stream()
                .skip(1)
                .mapToDouble(point -> setup.rows() / point.values().get("rows_per_second"))
                .toArray());
        findings.measured(Measurement.told(
                setup.name(MeasuredNetwork.NAME, "all but epochs of all, s"),
                ours.seconds() - EPOCHS * epoch,
                ours.seconds()));
        double auc = TrainSetup.auc(ours.result(), unseen);
        setup.python()
                .ifPresentOrElse(
                        python -> torch(python, training, unseen, epoch, auc, findings),
                        () -> findings.note("Not measured: PyTorch. Name an interpreter that has it with --python."));
        plain(training, unseen, epoch, auc, findings);
    }

    private void torch(
            Path python, Dataset<Row> training, Dataset<Row> unseen, double epoch, double ourAuc, Findings findings) {
        TorchNetwork.Trained trained = new TorchNetwork(
                        python, setup.folder(), MeasuredNetwork.HIDDEN, MeasuredNetwork.LEARNING_RATE)
                .train(training, unseen, MeasuredNetwork.BATCH, EPOCHS, setup.cores());
        String torch = "PyTorch " + trained.version();
        findings.measured(Measurement.told(setup.name(AN_EPOCH, torch + ", s"), epoch, trained.secondsAnEpoch()));
        findings.measured(Measurement.told(setup.name(ALL_EPOCHS, torch + ", AUC"), ourAuc, trained.auc()));
    }

    private void plain(Dataset<Row> training, Dataset<Row> unseen, double epoch, double ourAuc, Findings findings) {
        NativeThreads.use(setup.cores());
        PlainNetwork plain =
                new PlainNetwork(SyntheticRows.FEATURES, MeasuredNetwork.HIDDEN, MeasuredNetwork.LEARNING_RATE);
        List<DataSet> batches = PlainNetwork.batches(training, MeasuredNetwork.BATCH);
        PlainNetwork.Trained trained = plain.train(batches, EPOCHS);
        double auc = trained.auc(PlainNetwork.batches(unseen, MeasuredNetwork.BATCH));
        NativeThreads.use(1);
        findings.measured(
                Measurement.atMost(setup.name(AN_EPOCH, "plain DL4J, s"), epoch, trained.secondsAnEpoch(), 1.15));
        findings.measured(Measurement.atLeast(setup.name(ALL_EPOCHS, "plain DL4J, AUC"), ourAuc, auc, 1 - 0.002 / auc));
        AveragingMaster master =
                new AveragingMaster(new JavaSparkContext(setup.spark().sparkContext()), plain, setup.cores());
        findings.measured(Measurement.atMost(
                setup.name(AN_EPOCH, "ParameterAveraging at best, s"), epoch, master.secondsAtBest(batches), 0.5));
        findings.measured(Measurement.atMost(
                setup.name(AN_EPOCH, "ParameterAveraging by default, s"),
                epoch,
                master.secondsByDefault(batches),
                0.2));
    }
}
