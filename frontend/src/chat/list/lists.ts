import { Store } from "../../shared/store";
import { type Change, changeConversation, changeSeveral, createProject, deleteProject, fetchProjects, fetchSidebar, type Project, renameProject, type Summary } from "./api";
import { History } from "./history";
import type { News } from "../session/windows";

interface ProjectsState {
  items: readonly Project[];
  hasFailed: boolean;
}

/** The member's conversations as the sidebar shows them: the pinned ones, those of each project, and all others. */
export class Lists {
  readonly plain: History;
  readonly pinned: History;
  readonly projects = new Store<ProjectsState>({ items: [], hasFailed: false });
  private readonly ofProjects = new Map<string, History>();

  /** `made` is told of each list as it comes, `tell` of what was changed here and is to be seen in other windows. */
  constructor(
    private readonly made: (history: History) => void,
    private readonly tell: (news: News) => void = () => undefined,
  ) {
    this.plain = this.make({ is_archived: false, is_starred: false });
    this.pinned = this.make({ is_archived: false, is_starred: true });
  }

  /** The conversations of a project; fetched when it is first asked for. */
  of(project: string): History {
    const known = this.ofProjects.get(project);
    if (known) return known;
    const history = this.make({ is_archived: false, is_starred: false, gizmo_id: project });
    this.ofProjects.set(project, history);
    void history.refresh();
    return history;
  }

  /** Fetches the beginning of everything in one request. */
  async begin(): Promise<void> {
    const sidebar = fetchSidebar();
    await Promise.all([
      this.loadProjects(sidebar.then((found) => found.projects)),
      this.plain.refresh(sidebar.then((found) => found.conversations)),
      this.pinned.refresh(sidebar.then((found) => found.pinned)),
    ]);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.loadProjects(), ...this.all.map((history) => history.refresh())]);
  }

  /** A conversation began here: it is the newest of all. */
  add(id: string, title: string): void {
    (this.holding(id) ?? this.plain).begin(id, title);
  }

  /** A message was taken here: its conversation is the newest of its list, which may be one that was never looked into. */
  goOn(id: string, title: string): void {
    const history = this.holding(id);
    if (history) history.begin(id, title);
    else void this.refresh();
  }

  private holding(id: string): History | undefined {
    return this.all.find((history) => history.has(id));
  }

  change(id: string, change: Partial<Summary>): void {
    for (const history of this.all) if (history.has(id)) history.change(id, change);
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) for (const history of this.all) if (history.has(id)) history.drop(id);
  }

  markRead(id: string): void {
    for (const history of this.all) history.markRead(id);
  }

  async rename(id: string, title: string): Promise<void> {
    await changeConversation(id, { title });
    this.change(id, { title });
    this.tell({ kind: "titled", id, title });
  }

  /** Pins, unpins or moves: it stands in another list then. */
  async put(id: string, change: Pick<Change, "is_starred" | "gizmo_id">): Promise<void> {
    await changeConversation(id, change);
    await this.sorted();
  }

  /** Returns those that were not archived before, for an undo. */
  async archive(ids: readonly string[]): Promise<string[]> {
    const changed = await changeSeveral(ids, { is_archived: true });
    this.gone(ids);
    return changed.conversation_ids;
  }

  async unarchive(ids: readonly string[]): Promise<void> {
    await changeSeveral(ids, { is_archived: false });
    await this.sorted();
  }

  /** Into the trash. Returns those that were not there before, for an undo. */
  async remove(ids: readonly string[]): Promise<string[]> {
    const changed = await changeSeveral(ids, { is_visible: false });
    this.gone(ids);
    return changed.conversation_ids;
  }

  async restore(ids: readonly string[]): Promise<void> {
    await changeSeveral(ids, { is_visible: true });
    await this.sorted();
  }

  async addProject(name: string): Promise<Project> {
    const project = await createProject(name);
    await this.sorted();
    return project;
  }

  async renameProject(id: string, name: string): Promise<void> {
    await renameProject(id, name);
    await this.sorted();
  }

  /** Its conversations go back to the plain list. */
  async removeProject(id: string): Promise<void> {
    await deleteProject(id);
    this.ofProjects.delete(id);
    await this.sorted();
  }

  private async sorted(): Promise<void> {
    this.tell({ kind: "sorted" });
    await this.refresh();
  }

  private gone(ids: readonly string[]): void {
    this.drop(ids);
    this.tell({ kind: "gone", ids });
  }

  private get all(): History[] {
    return [this.plain, this.pinned, ...this.ofProjects.values()];
  }

  private make(filter: ConstructorParameters<typeof History>[0]): History {
    const history = new History(filter);
    this.made(history);
    return history;
  }

  private async loadProjects(found = fetchProjects()): Promise<void> {
    try {
      const items = await found;
      this.projects.set({ items, hasFailed: false });
    } catch {
      this.projects.set({ ...this.projects.get(), hasFailed: true });
    }
  }
}
