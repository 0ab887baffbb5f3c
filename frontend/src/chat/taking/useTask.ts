import { backend } from "../../shared/api";
import { type JobCalls, useWatchedJob, type WatchedJob } from "../../shared/job";
import { useSession } from "../session/session";

const path = (id: string) => `/backend-api/jobs/${encodeURIComponent(id)}`;

const jobs: JobCalls = {
  find: (id, signal) => backend("GET", path(id), undefined, { signal }),
  cancel: (id) => backend("DELETE", path(id)),
};

/** The job that a member began in the chat. */
export function useTask<Report>(name: string, onEnd: () => void = () => undefined): WatchedJob<Report> {
  return useWatchedJob(name, useSession().storage, jobs, onEnd);
}
