package io.lepton.training.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;

/** Saves named stages in numbered sub folders beside a small JSON file that holds their names, and loads them again. */
public final class MemberFolders {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MemberFolders() {}

    /** What was saved: the stages by name in their order, and the JSON that was saved with them. */
    public record Saved<T extends PipelineStage>(Map<String, T> members, JsonNode details) {}

    /** Saves a stage: its parameters, its members and the JSON that goes with them. */
    public static MLWriter writer(Params stage, Map<String, ? extends PipelineStage> members, ObjectNode details) {
        return new Writer(stage, members, details);
    }

    private static final class Writer extends MLWriter {
        private final Params stage;
        private final Map<String, ? extends PipelineStage> members;
        private final ObjectNode details;

        Writer(Params stage, Map<String, ? extends PipelineStage> members, ObjectNode details) {
            this.stage = stage;
            this.members = members;
            this.details = details;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(stage, path, sc(), scala.Option.empty(), scala.Option.empty());
            try {
                saveMembers(path, members, details, sc());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save " + stage.uid() + " in " + path + ": " + e.getMessage(), e);
            }
        }
    }

    /** Saves the members under a folder that exists already. */
    private static void saveMembers(
            String folder, Map<String, ? extends PipelineStage> members, ObjectNode details, SparkContext context)
            throws IOException {
        ObjectNode file = JSON.createObjectNode();
        var names = file.putArray("members");
        int number = 0;
        for (var member : members.entrySet()) {
            if (!(member.getValue() instanceof MLWritable writable)) {
                throw new UnsupportedOperationException("Cannot save member '" + member.getKey() + "': "
                        + member.getValue().getClass().getName() + " does not implement MLWritable.");
            }
            names.add(member.getKey());
            writable.write().overwrite().save(memberFolder(folder, number++));
        }
        file.set("details", details);
        Path path = new Path(folder, "members.json");
        FileSystem files = path.getFileSystem(context.hadoopConfiguration());
        try (FSDataOutputStream out = files.create(path, true)) {
            out.write(JSON.writeValueAsBytes(file));
        }
    }

    /** Loads what a {@link #writer} saved. */
    public static <T extends PipelineStage> Saved<T> load(String folder, SparkContext context) throws IOException {
        Path path = new Path(folder, "members.json");
        FileSystem files = path.getFileSystem(context.hadoopConfiguration());
        JsonNode file;
        try (FSDataInputStream in = files.open(path)) {
            file = JSON.readTree(in.readAllBytes());
        }
        Map<String, T> members = new LinkedHashMap<>();
        for (JsonNode name : file.get("members")) {
            T stage = DefaultParamsReader.loadParamsInstance(memberFolder(folder, members.size()), context);
            members.put(name.asText(), stage);
        }
        return new Saved<>(members, file.get("details"));
    }

    private static String memberFolder(String folder, int number) {
        return new Path(folder, "member-" + number).toString();
    }
}
