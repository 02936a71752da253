import { defineConfig } from "@graphql-hive/gateway";

export const gatewayConfig = defineConfig({
  // The server accepts at most 100 keys per field.
  __experimental__batchDelegateOptions: { maxBatchSize: 100 },
  __experimental__batchExecution: false,
});
