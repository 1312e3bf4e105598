// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {RateFeed} from "../../src/feeds/RateFeed.sol";
import {Scene} from "./Scene.sol";

contract RateFeedTest is Scene {
    RateFeed private feed;

    function setUp() public override {
        super.setUp();
        deposit(bob, 10_000 ether - GENESIS);
        stakeAll();
        checkpoint();
        feed = new RateFeed(vault, 1000);
    }

    function testFuzz_getRate_isTheVaultsUnlessTheCapIsLower(uint256 seed, uint256 gained, uint256 time) public {
        if (seed % 2 == 0) earn(bound(gained, 0, 5000 ether));
        else suffer(bound(gained, 0, 9000 ether));
        pass(bound(time, 0, 1000 days));
        (uint256 assets, uint256 supply) = vault.rate();
        uint256 rate = assets * 1e18 / supply;
        uint256 cap = 1e18 + 1e18 * 1000 * (block.timestamp - START) / (1e4 * 365 days);
        assertEq(feed.ceiling(), cap, "FEED-1");
        assertEq(feed.getRate(), rate < cap ? rate : cap, "FEED-1");
        assertEq(uint256(feed.latestAnswer()), feed.getRate(), "FEED-1");
    }

    function test_latestRoundData_isAsOldAsTheProvenState() public {
        uint256 execution = open();
        uint256 pinned = block.timestamp;
        pass(45 minutes);
        vm.prank(registry);
        vault.close(execution, outside, pinned);
        (uint80 round, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) = feed.latestRoundData();
        assertEq(updatedAt, pinned, "FEED-2");
        assertEq(startedAt, pinned, "FEED-2");
        assertEq(uint256(round), pinned, "FEED-2");
        assertEq(uint256(answeredIn), pinned, "FEED-2");
        assertEq(uint256(answer), feed.getRate(), "FEED-1");
        assertEq(feed.age(), 45 minutes, "FEED-2");
    }

    function test_getRoundData_knowsTheNewestRoundOnly() public view {
        (, int256 answer,, uint256 updatedAt,) = feed.getRoundData(uint80(START));
        assertEq(uint256(answer), feed.getRate(), "FEED-1");
        assertEq(updatedAt, START, "FEED-2");
        (, answer,, updatedAt,) = feed.getRoundData(uint80(START) - 1);
        assertEq(uint256(answer), 0, "FEED-2");
        assertEq(updatedAt, 0, "FEED-2");
    }

    function test_getRate_readsTwoWordsOfStorage() public {
        vm.record();
        feed.getRate();
        (bytes32[] memory reads,) = vm.accesses(address(vault));
        assertEq(reads.length, 2, "FEED-1");
        (reads,) = vm.accesses(address(feed));
        assertEq(reads.length, 0, "FEED-1");
    }

    function test_metadata() public view {
        assertEq(feed.decimals(), 18, "decimals");
        assertEq(feed.version(), 1, "version");
        assertEq(feed.description(), "csETH / ETH", "description");
    }

    function test_constructor_theCapHasBounds() public {
        vm.expectRevert(abi.encodeWithSelector(RateFeed.GrowthOutOfBounds.selector, 0, 1, 10_000));
        new RateFeed(vault, 0);
        vm.expectRevert(abi.encodeWithSelector(RateFeed.GrowthOutOfBounds.selector, 10_001, 1, 10_000));
        new RateFeed(vault, 10_001);
    }
}
