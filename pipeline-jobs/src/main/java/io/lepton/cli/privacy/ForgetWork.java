package io.lepton.cli.privacy;

import io.lepton.cli.Session;
import io.lepton.config.Pipeline;
import io.lepton.jobs.PersonErasure;
import io.lepton.jobs.forget.Forgetting;
import io.lepton.jobs.forget.Forgotten;
import io.lepton.jobs.forget.Subject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** What {@code lepton forget} does with Spark; apart from the command, whose class the help loads. */
record ForgetWork(Pipeline pipeline, Path file, Subject subject, PrintWriter out) {
    /** Spark shows it to whoever sees the environment of an application, the id with it. */
    private static final String COMMAND_LINE = "sun.java.command";

    void look() {
        run(forgetting -> forgetting.look(subject));
    }

    void erase() {
        run(forgetting -> forgetting.erase(subject, "forget-" + UUID.randomUUID()));
    }

    private void run(Function<Forgetting, Forgotten> work) {
        System.setProperty(COMMAND_LINE, "lepton forget");
        try (SparkSession spark = Session.open(pipeline.pipeline(), OptionalLong::empty)) {
            Forgetting forgetting = new PersonErasure(spark, pipeline).forgetting(step -> {
                out.println("  " + step);
                out.flush();
            });
            new ForgottenScreen(out).print(pipeline, file, work.apply(forgetting));
        }
    }
}
