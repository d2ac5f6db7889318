/** The published JSON Schema of the pipeline file, and the manual that is made of it. */
package io.lepton.config.schema;
