"""The stories of the Rust client with the official Python SDK: what it asks for it reads back, and work that goes on ends.

Usage: dms-kafka-sim -- python-stories.py. Keys and the simulator are in the environment; the clock of the simulator is moved by its
control endpoint, so that nothing is waited for.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request

import huaweicloudsdkkafka.v2 as sdk
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.region.region import Region

URL = os.environ["HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR"]


def client():
    # Without a project: the SDK asks identity for that of the region.
    credentials = BasicCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    return sdk.KafkaClient.new_builder().with_credentials(credentials).with_region(Region("simulator", URL)).build()


def later(seconds):
    """Makes the simulated time later."""
    body = json.dumps({"advance_seconds": seconds}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{URL}/_sim/clock", body, method="POST")).read()


def fail_once(operation):
    """Lets the next task that an operation begins fail."""
    fault = json.dumps({"operation": operation, "times": 1, "effect": {"kind": "fail-task"}}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{URL}/_sim/faults", fault, method="POST")).read()


def until(show, is_over, what, step=30, limit=7200):
    """Asks until it is over, by the simulated clock."""
    for _ in range(limit // step):
        shown = show()
        if is_over(shown):
            return shown
        later(step)
    raise AssertionError(f"{what} is not over after {limit} seconds: {shown}")


def same(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}: {actual!r} instead of {expected!r}")


def refused(call, status, what):
    try:
        call()
    except ClientRequestException as error:
        same(what, error.status_code, status)
        return error.error_code
    raise AssertionError(f"{what}: not refused")


def new_instance(name):
    return sdk.CreateInstanceByEngineReq(
        name=name, engine="kafka", engine_version="2.7", broker_num=3, storage_space=300, vpc_id="1e93f86e-13af-46c8-97d6-d40fa62b76c2",
        subnet_id="b5fa806c-35e7-4299-b659-b39398dd4718", security_group_id="0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8",
        available_zones=["d573142f24894ef3bd3664de068b44b0"], product_id="c6.2u4g.cluster",
        storage_spec_code="dms.physical.storage.ultra.v2", ssl_enable=True, access_user="root", password="Widgets-2026",
        sasl_enabled_mechanisms=["SCRAM-SHA-512"])


def create(kafka, name):
    body = new_instance(name)
    created = kafka.create_instance_by_engine(sdk.CreateInstanceByEngineRequest(engine="kafka", body=body))
    instance = running(kafka, created.instance_id)
    for field in ("name", "engine_version", "product_id", "vpc_id", "subnet_id", "security_group_id", "ssl_enable"):
        same(f"instance.{field}", getattr(instance, field), getattr(body, field))
    return created.instance_id


def show(kafka, instance_id):
    return kafka.show_instance(sdk.ShowInstanceRequest(instance_id=instance_id))


def running(kafka, instance_id):
    return until(lambda: show(kafka, instance_id), lambda shown: shown.status == "RUNNING", "the work of the instance")


def task(kafka, instance_id, job_id, ends="SUCCESS"):
    request = sdk.ShowBackgroundTaskRequest(instance_id=instance_id, task_id=job_id)
    is_over = lambda one: one.status not in ("CREATED", "EXECUTING")
    shown = until(lambda: kafka.show_background_task(request).tasks[0], is_over, "the task", step=1)
    same("the task", shown.status, ends)


def topics_of(kafka, instance_id):
    shown = kafka.list_instance_topics(sdk.ListInstanceTopicsRequest(instance_id=instance_id)).topics
    return sorted(topic.name for topic in shown)


def create_topic(kafka, instance_id, name):
    kafka.create_instance_topic(sdk.CreateInstanceTopicRequest(
        instance_id=instance_id, body=sdk.CreateInstanceTopicReq(id=name)))


def delete(kafka, instance_id):
    kafka.delete_instance(sdk.DeleteInstanceRequest(instance_id=instance_id))
    later(3600)
    refused(lambda: show(kafka, instance_id), 404, "the instance")


def first_day(kafka):
    instance_id = create(kafka, "orders")
    kafka.create_instance_topic(sdk.CreateInstanceTopicRequest(
        instance_id=instance_id, body=sdk.CreateInstanceTopicReq(id="orders", partition=3, replication=3)))
    change = sdk.UpdateInstanceTopicReqTopics(id="orders", new_partition_numbers=6)
    kafka.update_instance_topic(sdk.UpdateInstanceTopicRequest(
        instance_id=instance_id, body=sdk.UpdateInstanceTopicReq(topics=[change])))
    later(10)
    topics = kafka.list_instance_topics(sdk.ListInstanceTopicsRequest(instance_id=instance_id)).topics
    same("topics", [(topic.name, topic.partition) for topic in topics], [("orders", 6)])

    kafka.create_instance_user(sdk.CreateInstanceUserRequest(
        instance_id=instance_id, body=sdk.CreateInstanceUserReq(user_name="shop", user_passwd="Gadgets-2026")))
    policy = sdk.AccessPolicyEntity(user_name="shop", access_policy="all")
    kafka.update_topic_access_policy(sdk.UpdateTopicAccessPolicyRequest(
        instance_id=instance_id,
        body=sdk.UpdateTopicAccessPolicyReq(topics=[sdk.AccessPolicyTopicEntity(name="orders", policies=[policy])])))
    later(30)
    shown = kafka.show_topic_access_policy(sdk.ShowTopicAccessPolicyRequest(instance_id=instance_id, topic_name="orders"))
    same("policies", [(one.user_name, one.access_policy) for one in shown.policies if not one.owner], [("shop", "all")])

    for text in ("one pair of shoes", "two hats"):
        properties = [sdk.SendKafkaMessageRequestBodyPropertyList(name=name, value=value)
                      for name, value in (("KEY", "shop-1"), ("PARTITION", "1"))]
        kafka.send_kafka_message(sdk.SendKafkaMessageRequest(
            instance_id=instance_id, action_id="send",
            body=sdk.SendKafkaMessageRequestBody(topic="orders", body=text, property_list=properties)))
    found = kafka.show_instance_messages(sdk.ShowInstanceMessagesRequest(
        instance_id=instance_id, topic="orders", asc=True, start_time="0", end_time="4102444800000"))
    same("messages", [message.message_offset for message in found.messages], [0, 1])

    kafka.create_kafka_consumer_group(sdk.CreateKafkaConsumerGroupRequest(
        instance_id=instance_id, body=sdk.CreateGroupReq(group_name="warehouse", group_desc="Ships.")))
    kafka.reset_message_offset_with_engine(sdk.ResetMessageOffsetWithEngineRequest(
        instance_id=instance_id, group="warehouse", body=sdk.ResetMessageOffsetReq(topic="orders", partition=-1, message_offset=0)))
    later(30)
    groups = kafka.list_instance_consumer_groups(sdk.ListInstanceConsumerGroupsRequest(instance_id=instance_id)).groups
    same("groups", [(group.group_id, group.state) for group in groups], [("warehouse", "EMPTY")])
    return instance_id


def growth(kafka, instance_id):
    resize = sdk.ResizeEngineInstanceReq(oper_type="storage", new_storage_space=600)
    kafka.resize_engine_instance(sdk.ResizeEngineInstanceRequest(engine="kafka", instance_id=instance_id, body=resize))
    rename = sdk.UpdateInstanceRequest(instance_id=instance_id, body=sdk.UpdateInstanceReq(name="sales"))
    same("the code of a busy instance", refused(lambda: kafka.update_instance(rename), 400, "an update meanwhile"), "DMS.00400026")
    until(lambda: show(kafka, instance_id), lambda one: one.total_storage_space == 600 and one.status == "RUNNING", "resizing")
    kafka.update_instance(rename)
    same("the name", show(kafka, instance_id).name, "sales")

    tags = sdk.BatchCreateOrDeleteTagReq(action="create", tags=[sdk.TagEntity(key="team", value="shop")])
    kafka.batch_create_or_delete_kafka_tag(sdk.BatchCreateOrDeleteKafkaTagRequest(instance_id=instance_id, body=tags))
    shown = kafka.show_kafka_tags(sdk.ShowKafkaTagsRequest(instance_id=instance_id)).tags
    same("tags", [(tag.key, tag.value) for tag in shown], [("team", "shop")])

    limits = sdk.CreateKafkaUserClientQuotaTaskReq(user="shop", producer_byte_rate=1_048_576)
    job = kafka.create_kafka_user_client_quota_task(
        sdk.CreateKafkaUserClientQuotaTaskRequest(instance_id=instance_id, body=limits)).job_id
    task(kafka, instance_id, job)
    quotas = kafka.show_kafka_user_client_quota(sdk.ShowKafkaUserClientQuotaRequest(instance_id=instance_id))
    same("quotas", [quota.user for quota in quotas.quotas], ["shop"])

    limits = sdk.KafkaTopicQuota(topic="orders", consumer_byte_rate=2_097_152)
    job = kafka.create_kafka_topic_quota(sdk.CreateKafkaTopicQuotaRequest(instance_id=instance_id, body=limits)).job_id
    task(kafka, instance_id, job)
    quotas = kafka.show_kafka_topic_quota(sdk.ShowKafkaTopicQuotaRequest(instance_id=instance_id)).quotas
    same("quotas of topics", [(quota.topic, quota.consumer_byte_rate) for quota in quotas], [("orders", 2_097_152)])

    kafka.create_connector(sdk.CreateConnectorRequest(instance_id=instance_id, body=sdk.CreateConnectorReq(node_cnt=2)))
    running(kafka, instance_id)
    sink = sdk.SmartConnectTaskReqSinkConfig(
        consumer_strategy="latest", destination_file_type="TEXT", deliver_time_interval=300, access_key="AKEXAMPLE",
        secret_key="SKEXAMPLE", obs_bucket_name="orders-archive", obs_path="daily", partition_format="yyyy/MM/dd",
        record_delimiter=";", store_keys=True)
    archive = sdk.CreateSmartConnectTaskReq(
        task_name="archive", topics="orders", source_type="NONE", sink_type="OBS_SINK", sink_task=sink)
    kafka.create_connector_task(sdk.CreateConnectorTaskRequest(instance_id=instance_id, body=archive))
    later(30)
    tasks = kafka.list_connector_tasks(sdk.ListConnectorTasksRequest(instance_id=instance_id)).tasks
    same("Smart Connect", [(one.task_name, one.status) for one in tasks], [("archive", "RUNNING")])


def two_clients(kafka, instance_id):
    """Both see what each has done, and are told when the instance is busy."""
    clients, failures = (kafka, client()), []

    def at_once(one, name):
        try:
            create_topic(one, instance_id, name)
        except Exception as error:  # What a thread raises, nobody sees.
            failures.append(f"{name}: {error}")

    threads = [threading.Thread(target=at_once, args=pair) for pair in zip(clients, ("left", "right"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same("what went wrong at once", failures, [])
    later(10)
    for one in clients:
        same("topics of both", topics_of(one, instance_id), ["left", "orders", "right"])
    refused(lambda: create_topic(clients[1], instance_id, "left"), 400, "a topic that is there")

    resize = sdk.ResizeEngineInstanceReq(oper_type="storage", new_storage_space=900)
    kafka.resize_engine_instance(sdk.ResizeEngineInstanceRequest(engine="kafka", instance_id=instance_id, body=resize))
    rename = sdk.UpdateInstanceRequest(instance_id=instance_id, body=sdk.UpdateInstanceReq(name="ours"))
    code = refused(lambda: clients[1].update_instance(rename), 400, "an update of the other")
    same("the code of a busy instance", code, "DMS.00400026")
    until(lambda: show(kafka, instance_id), lambda one: one.total_storage_space == 900 and one.status == "RUNNING", "resizing")
    clients[1].update_instance(rename)
    same("the name", show(kafka, instance_id).name, "ours")


def failed_grant(kafka, instance_id):
    """Work that fails changes nothing, and can be asked for again."""
    policy = sdk.AccessPolicyEntity(user_name="shop", access_policy="pub")
    grant = sdk.UpdateTopicAccessPolicyRequest(
        instance_id=instance_id,
        body=sdk.UpdateTopicAccessPolicyReq(topics=[sdk.AccessPolicyTopicEntity(name="left", policies=[policy])]))
    granted = lambda: [(one.user_name, one.access_policy) for one in kafka.show_topic_access_policy(
        sdk.ShowTopicAccessPolicyRequest(instance_id=instance_id, topic_name="left")).policies if not one.owner]
    fail_once("UpdateTopicAccessPolicy")
    for ends, expected in (("FAILED", []), ("SUCCESS", [("shop", "pub")])):
        task(kafka, instance_id, kafka.update_topic_access_policy(grant).job_id, ends)
        same(f"policies after {ends}", granted(), expected)


def restart(kafka):
    """A process dies while it waits, and another one goes on."""
    began = subprocess.run([sys.executable, __file__, "begin"], stdout=subprocess.PIPE, text=True)
    same("how the process ended", began.returncode, -signal.SIGKILL)
    instance_id = began.stdout.strip()
    same("the state meanwhile", show(kafka, instance_id).status, "CREATING")
    running(kafka, instance_id)
    delete(kafka, instance_id)


def begin():
    """Begins an instance, says which, and dies."""
    created = client().create_instance_by_engine(sdk.CreateInstanceByEngineRequest(engine="kafka", body=new_instance("late")))
    print(created.instance_id, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def recycle_bin(kafka, instance_id):
    kafka.modify_recycle_policy(sdk.ModifyRecyclePolicyRequest(
        body=sdk.ModifyRecyclePolicyReq(retention_days=7, default_use_recycle=True)))
    kafka.batch_restart_or_delete_instances(sdk.BatchRestartOrDeleteInstancesRequest(
        body=sdk.BatchRestartOrDeleteInstanceReq(action="delete", instances=[instance_id])))
    until(lambda: show(kafka, instance_id), lambda one: one.status == "RECYCLE", "deletion")
    same("the bin", len(kafka.show_recycle_instances(sdk.ShowRecycleInstancesRequest()).recycle_instances), 1)
    restored = kafka.restore_recycle_instance(sdk.RestoreRecycleInstanceRequest(
        body=sdk.BatchResumeInstanceReq(instances=[instance_id])))
    same("restored", len(restored.results), 1)
    running(kafka, instance_id)
    kafka.batch_restart_or_delete_instances(sdk.BatchRestartOrDeleteInstancesRequest(
        body=sdk.BatchRestartOrDeleteInstanceReq(action="delete", instances=[instance_id], force_delete=True)))
    later(3600)
    same("the code of what is gone", refused(lambda: show(kafka, instance_id), 404, "the instance"), "DMS.00404022")


def main():
    kafka = client()
    instance_id = first_day(kafka)
    restart(kafka)
    stories = [growth, two_clients, failed_grant, recycle_bin]
    for story in stories:
        story(kafka, instance_id)
    print(f"{len(stories) + 2} stories, each read back")


if __name__ == "__main__":
    try:
        begin() if sys.argv[1:] == ["begin"] else main()
    except AssertionError as failure:
        sys.exit(str(failure))
