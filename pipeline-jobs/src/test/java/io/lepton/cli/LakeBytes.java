package io.lepton.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Every byte below a folder: files as they are, and Parquet files also with their pages unpacked, whether a table knows them or not. */
record LakeBytes(Path root) {

    /** The files that hold any of the texts, each with the text. */
    List<String> holding(List<String> texts) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = content(file);
                texts.stream()
                        .filter(content::contains)
                        .forEach(text -> found.add(root.relativize(file) + ": " + text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String content(Path file) throws IOException {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return file.toString().endsWith(".parquet") ? bytes + rows(file) : bytes;
    }

    private static String rows(Path file) throws IOException {
        StringBuilder rows = new StringBuilder();
        try (ParquetReader<Group> reader = ParquetReader.builder(
                        new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.append(row);
            }
        }
        return rows.toString();
    }
}
